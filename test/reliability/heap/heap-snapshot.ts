import { readFileSync, rmSync } from 'node:fs';

interface Raw {
  readonly snapshot: {
    readonly meta: {
      readonly node_fields: readonly string[];
      readonly edge_fields: readonly string[];
      readonly node_types: readonly [readonly string[], ...unknown[]];
      readonly edge_types: readonly [readonly string[], ...unknown[]];
    };
  };
  readonly nodes: readonly number[];
  readonly edges: readonly number[];
  readonly strings: readonly string[];
}

/** A heap snapshot as V8 writes it, of which the file is removed. */
export class HeapSnapshot {
  readonly #raw: Raw;
  readonly #width: number;

  constructor(file: string) {
    this.#raw = JSON.parse(readFileSync(file, 'utf8')) as Raw;
    this.#width = this.#raw.snapshot.meta.node_fields.length;
    rmSync(file);
  }

  /** The strings of the heap that hold `text`, wherever they are kept. */
  holding(text: string): readonly string[] {
    return this.#raw.strings.filter((string) => string.includes(text));
  }

  /** What keeps the strings that hold `text` alive, from the root on; one path for each. */
  retainersOf(text: string): readonly string[] {
    const parents = this.#parents();
    const { nodes } = this.#raw;
    const paths: string[] = [];
    for (let node = 0; node < nodes.length; node += this.#width) {
      if (this.#name(node).includes(text)) paths.push(this.#path(node, parents));
    }
    return paths;
  }

  #name(node: number): string {
    return this.#raw.strings[this.#raw.nodes[node + 1] as number] ?? '';
  }

  /** By node: who was reached first on the way from the root, and by which edge. */
  #parents(): ReadonlyMap<number, readonly [node: number, edge: string]> {
    const { nodes, edges, strings, snapshot } = this.#raw;
    const edgeWidth = snapshot.meta.edge_fields.length;
    const [edgeTypes] = snapshot.meta.edge_types;
    const countAt = snapshot.meta.node_fields.indexOf('edge_count');
    const firstEdge = new Map<number, number>();
    let edge = 0;
    for (let node = 0; node < nodes.length; node += this.#width) {
      firstEdge.set(node, edge);
      edge += (nodes[node + countAt] as number) * edgeWidth;
    }
    const parents = new Map<number, readonly [number, string]>();
    // What a WeakMap maps a key to is alive as long as both are: V8 has an edge from each of the two.
    const halves = new Set<string>();
    const left = [0];
    for (let index = 0; index < left.length; index += 1) {
      const node = left[index] as number;
      const start = firstEdge.get(node) as number;
      for (let at = start; at < start + (nodes[node + countAt] as number) * edgeWidth; at += edgeWidth) {
        const type = edgeTypes[edges[at] as number] as string;
        const target = edges[at + 2] as number;
        if (type === 'weak' || target === 0 || parents.has(target)) continue;
        const isNumbered = type === 'element' || type === 'hidden';
        const name = isNumbered ? '' : (strings[edges[at + 1] as number] as string);
        const [pair] = type === 'internal' ? (/part of key .*$/.exec(name) ?? []) : [];
        if (pair !== undefined && !halves.has(`${target} ${pair}`)) {
          halves.add(`${target} ${pair}`);
          continue;
        }
        const label = isNumbered ? `[${edges[at + 1]}]` : name;
        parents.set(target, [node, label]);
        left.push(target);
      }
    }
    return parents;
  }

  #path(node: number, parents: ReadonlyMap<number, readonly [number, string]>): string {
    const steps: string[] = [];
    let current = node;
    for (let parent = parents.get(current); parent !== undefined; parent = parents.get(current)) {
      steps.push(`${parent[1]} (${this.#name(parent[0]).slice(0, 40)})`);
      current = parent[0];
    }
    return steps.join(' < ');
  }
}
