// A mail server on loopback: keeps what it is sent, or refuses it.
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

export class Catcher {
  /**
   * `tls` has a key and a certificate: then the line is encrypted from the start (`secure`), or once it is asked for.
   * `host` is another of this machine's own addresses.
   */
  static async start({ user, pass, tls, secure = false, host = "127.0.0.1" } = {}) {
    const catcher = new Catcher();
    /** What came: each parsed, with its envelope. */
    catcher.mails = [];
    /** Why the next letters are refused: a code and words each. */
    catcher.refusals = [];
    /** Names that were signed in with, or tried. */
    catcher.logins = [];
    /** Connections that were begun. */
    catcher.begun = 0;
    /** Connections that have ended. */
    catcher.ended = 0;
    catcher.server = new SMTPServer({
      ...tls,
      secure,
      authOptional: !user,
      allowInsecureAuth: !tls,
      disabledCommands: [...(tls && !secure ? [] : ["STARTTLS"]), ...(user ? [] : ["AUTH"])],
      logger: false,
      onClose: () => (catcher.ended += 1),
      onAuth: (given, _, done) => {
        catcher.logins.push(given.username);
        if (given.username === user && given.password === pass) done(null, { user });
        else done(new Error("wrong password"));
      },
      onRcptTo: (_address, _session, done) => {
        const refusal = catcher.refusals.shift();
        if (!refusal) return done();
        done(Object.assign(new Error(refusal.words), { responseCode: refusal.code }));
      },
      onData: (stream, session, done) => {
        simpleParser(stream).then((mail) => {
          const { mailFrom, rcptTo } = session.envelope;
          catcher.mails.push({
            ...mail,
            envelope: { from: mailFrom.address, to: rcptTo.map((it) => it.address) },
            isEncrypted: session.secure,
          });
          done();
        }, done);
      },
    });
    catcher.server.server.on("connection", () => (catcher.begun += 1));
    await new Promise((resolve, reject) => {
      catcher.server.once("error", reject);
      catcher.server.listen(0, host, resolve);
    });
    // A client that hangs up on a certificate is no failure of the server's.
    catcher.server.on("error", () => {});
    catcher.port = catcher.server.server.address().port;
    return catcher;
  }

  stop() {
    return new Promise((resolve) => this.server.close(resolve));
  }
}
