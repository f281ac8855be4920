import type { Finding, Source } from './source';

/** Files that import each other in a circle, each circle told once. Types and `import()` make none. */
export function checkCircles(sources: Source[]): Finding[] {
  const edges = new Map(
    sources.map(({ name, imports }) => [
      name,
      imports
        .filter(({ ours, typeOnly, deferred }) => ours && !typeOnly && !deferred)
        .map(({ target }) => target),
    ]),
  );
  const done = new Set<string>();
  const findings: Finding[] = [];

  function visit(name: string, path: string[]): void {
    const seenAt = path.indexOf(name);
    if (seenAt >= 0) {
      const circle = [...path.slice(seenAt), name];
      findings.push({ file: name, what: `stands in a circle: ${circle.join(' → ')}` });
      return;
    }
    if (done.has(name)) return;
    for (const next of edges.get(name) ?? []) visit(next, [...path, name]);
    done.add(name);
  }

  for (const name of edges.keys()) visit(name, []);
  return findings;
}
