// A double of Vectorize, with the methods its documentation names:
// https://developers.cloudflare.com/vectorize/reference/client-api/.
import { WorkerEntrypoint } from "cloudflare:workers";

const stored = new Map();
/** Writes are seen a while after they are answered. */
const later = (write) => setTimeout(write, 300);

export default class Vectorize extends WorkerEntrypoint {
  async upsert(vectors) {
    for (const { id, values, metadata } of vectors) {
      if (new TextEncoder().encode(id).length > 64) throw new Error("VECTOR_UPSERT_ERROR: id too long");
      if (values.length !== 4 || JSON.stringify(metadata).length > 10_240) throw new Error("VECTOR_UPSERT_ERROR");
    }
    await new Promise((done) => { later(() => { for (const vector of vectors) stored.set(vector.id, vector); done(); }); });
    return { mutationId: crypto.randomUUID() };
  }
  deleteByIds(ids) {
    // Never seen within this test: what was deleted may be found for a while.
    return { mutationId: crypto.randomUUID(), count: ids.length };
  }
  query(vector, { topK, namespace, filter, returnValues, returnMetadata }) {
    if (topK > 100 || (returnValues && topK > 20) || !["none", "indexed", "all"].includes(returnMetadata)) throw new Error("VECTOR_QUERY_ERROR (code = 40025)");
    const length = (it) => Math.hypot(...it);
    const fits = (value, wish) =>
      Object.entries(typeof wish === "object" ? wish : { $eq: wish }).every(([operator, operand]) =>
        ({ $eq: () => value === operand, $ne: () => value !== operand, $lte: () => value <= operand, $lt: () => value < operand, $gte: () => value >= operand, $gt: () => value > operand, $in: () => operand.includes(value), $nin: () => !operand.includes(value) })[operator](),
      );
    const matches = [...stored.values()]
      .filter((it) => it.namespace === namespace && Object.entries(filter ?? {}).every(([name, wish]) => fits(it.metadata[name], wish)))
      .map(({ id, values }) => ({ id, score: values.reduce((sum, value, place) => sum + value * vector[place], 0) / (length(values) * length(vector)) }))
      .sort((a, b) => b.score - a.score)
      .slice(0, topK);
    return { count: matches.length, matches };
  }
}
