// Search engines in one worker, each behind the same three calls. Bundled by retrieval.mjs.
import { create, insertMultiple, search as oramaSearch } from "@orama/orama";
import lunr from "lunr";
import MiniSearch from "minisearch";
import { Answering, Deciding, Retrieval, initSync } from "./bench.js";
import wasm from "./bench_bg.wasm";
import encoder from "./minilm.bin";

let baton;
const engines = {
  baton() {
    initSync({ module: wasm });
    baton = new Retrieval();
    return { add: (docs) => docs.forEach(({ id, title, text }) => baton.put(id, title, text)), search: (q) => baton.rank(q), whole: (q) => baton.search(q) };
  },
  deciding() {
    initSync({ module: wasm });
    const deciding = new Deciding();
    return { search: (q) => deciding.turn(q) };
  },
  answering() {
    initSync({ module: wasm });
    const answering = new Answering();
    return {
      add: (docs) => docs.forEach(({ id, title, text }) => answering.put(id, title, text)),
      load: () => answering.load(new Uint8Array(encoder)),
      search: (q) => answering.answer(q),
    };
  },
  minisearch() {
    const index = new MiniSearch({ fields: ["title", "text"] });
    return { add: (docs) => index.addAll(docs), search: (q) => index.search(q).slice(0, 10).map(({ id }) => id) };
  },
  lunr() {
    const all = [];
    let index;
    const build = () =>
      lunr(function () {
        this.ref("id");
        this.field("title");
        this.field("text");
        all.forEach((doc) => this.add(doc));
      });
    // Letters and digits only: the rest is lunr's query language.
    const plain = (q) => q.replace(/[^\p{L}\p{N}\s]/gu, " ");
    return { add: (docs) => { all.push(...docs); index = undefined; }, done: () => { index = build(); all.length = 0; }, search: (q) => index.search(plain(q)).slice(0, 10).map(({ ref }) => ref) };
  },
  orama() {
    const db = create({ schema: { title: "string", text: "string" } });
    return { add: (docs) => insertMultiple(db, docs), search: async (q) => (await oramaSearch(db, { term: q, limit: 10, threshold: 1 })).hits.map(({ id }) => id) };
  },
};

let engine;
export default {
  async fetch(request) {
    const { call, name, docs, questions, times } = await request.json();
    if (call === "open") engine = engines[name]();
    if (call === "add") await engine.add(docs);
    if (call === "load") engine.load();
    if (call === "done") engine.done?.();
    if (call === "search") {
      const found = [];
      for (const question of questions) found.push(await engine.search(question));
      return Response.json(found);
    }
    if (call === "time") {
      for (let time = 0; time < times; time += 1) await (engine.whole ?? engine.search)(questions[0]);
    }
    return Response.json({ passages: baton?.passages(), size: baton?.size() });
  },
};
