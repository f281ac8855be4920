import path from 'node:path';
import { type Finding, isTest, type Source } from './source';

/** Type imports and `import()` count too, because a reader follows them. */
export function checkFileCircles(sources: Source[]): Finding[] {
  return circlesOf(edgesBetween(sources, (name) => name)).map((circle) => finding(circle));
}

/** A loose file in `lib` counts as a folder of its own. */
export function checkFolderCircles(sources: Source[]): Finding[] {
  const folders = edgesBetween(sources, (name) => (name.startsWith('lib/') ? folderOf(name) : null));
  return circlesOf(folders).map((circle) => finding(circle));
}

function folderOf(name: string): string {
  const folder = path.posix.dirname(name);
  return folder === 'lib' ? name : folder;
}

function finding(circle: string[]): Finding {
  return { file: circle[0] ?? '', what: `is in a circle: ${[...circle, circle[0]].join(' → ')}` };
}

type Edges = ReadonlyMap<string, ReadonlySet<string>>;

function edgesBetween(sources: Source[], placeOf: (name: string) => string | null): Edges {
  const edges = new Map<string, Set<string>>();
  for (const { name, imports } of sources) {
    const from = isTest(name) ? null : placeOf(name);
    if (from === null) continue;
    const targets = edges.get(from) ?? new Set();
    edges.set(from, targets);
    for (const { ours, target } of imports) {
      const to = ours ? placeOf(target) : null;
      if (to !== null && to !== from) targets.add(to);
    }
  }
  return edges;
}

/** One shortest circle for each strongly connected component, so that a finding is easy to read. */
function circlesOf(edges: Edges): string[][] {
  return knotsOf(edges).map((knot) => {
    const circles = knot.flatMap((start) => shortestCircle({ edges, knot: new Set(knot), start }));
    return circles.sort((one, other) => one.length - other.length)[0] ?? knot;
  });
}

/** Tarjan's algorithm. Components of one place are left out. */
function knotsOf(edges: Edges): string[][] {
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const knots: string[][] = [];

  function visit(place: string): number {
    const own = order.size;
    order.set(place, own);
    lowest.set(place, own);
    open.push(place);
    for (const next of edges.get(place) ?? []) {
      const reached = order.has(next) ? (open.includes(next) ? (order.get(next) ?? own) : own) : visit(next);
      lowest.set(place, Math.min(lowest.get(place) ?? own, reached));
    }
    if (lowest.get(place) === own) {
      const knot = open.splice(open.indexOf(place));
      if (knot.length > 1) knots.push(knot);
    }
    return lowest.get(place) ?? own;
  }

  for (const place of edges.keys()) if (!order.has(place)) visit(place);
  return knots;
}

function shortestCircle({
  edges,
  knot,
  start,
}: {
  edges: Edges;
  knot: ReadonlySet<string>;
  start: string;
}): string[][] {
  const paths: string[][] = [[start]];
  const seen = new Set<string>();
  for (const path of paths) {
    for (const next of edges.get(path.at(-1) ?? '') ?? []) {
      if (next === start) return [path];
      if (!knot.has(next) || seen.has(next)) continue;
      seen.add(next);
      paths.push([...path, next]);
    }
  }
  return [];
}
