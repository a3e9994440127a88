// A mail server on loopback: keeps what it is sent, or refuses it.
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";

export class Catcher {
  static async start({ user, pass } = {}) {
    const catcher = new Catcher();
    /** What came: each parsed, with its envelope. */
    catcher.mails = [];
    /** Why the next letters are refused: a code and words each. */
    catcher.refusals = [];
    /** Connections that have ended. */
    catcher.ended = 0;
    catcher.server = new SMTPServer({
      authOptional: !user,
      allowInsecureAuth: true,
      disabledCommands: user ? ["STARTTLS"] : ["STARTTLS", "AUTH"],
      logger: false,
      onClose: () => (catcher.ended += 1),
      onAuth: (given, _, done) =>
        given.username === user && given.password === pass ? done(null, { user }) : done(new Error("wrong password")),
      onRcptTo: (_address, _session, done) => {
        const refusal = catcher.refusals.shift();
        if (!refusal) return done();
        done(Object.assign(new Error(refusal.words), { responseCode: refusal.code }));
      },
      onData: (stream, session, done) => {
        simpleParser(stream).then((mail) => {
          const { mailFrom, rcptTo } = session.envelope;
          catcher.mails.push({ ...mail, envelope: { from: mailFrom.address, to: rcptTo.map((it) => it.address) } });
          done();
        }, done);
      },
    });
    await new Promise((resolve, reject) => {
      catcher.server.on("error", reject);
      catcher.server.listen(0, "127.0.0.1", resolve);
    });
    catcher.port = catcher.server.server.address().port;
    return catcher;
  }

  stop() {
    return new Promise((resolve) => this.server.close(resolve));
  }
}
