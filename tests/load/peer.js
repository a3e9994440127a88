// The barest chat that keeps what is said: insert, broadcast. What Baton is measured against.
import { DurableObject } from "cloudflare:workers";

export class Room extends DurableObject {
  constructor(ctx, env) {
    super(ctx, env);
    ctx.storage.sql.exec("CREATE TABLE IF NOT EXISTS message (id INTEGER PRIMARY KEY, text TEXT)");
  }
  fetch() {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
  webSocketMessage(_, text) {
    this.ctx.storage.sql.exec("INSERT INTO message (text) VALUES (?)", text);
    for (const socket of this.ctx.getWebSockets()) socket.send(text);
  }
  webSocketClose() {}
}

export default {
  fetch: (request, env) => env.ROOM.get(env.ROOM.idFromName(new URL(request.url).pathname)).fetch(request),
};
