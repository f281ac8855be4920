import { availableParallelism, cpus, totalmem } from 'node:os';
import { type Figure, holds } from '@/e2e/bench/bench';

export type Measured = {
  name: string;
  about: string;
  figures: readonly Figure[];
  day: string;
  machine: string;
};

const intro = `# Benchmarks

\`npm run bench\` measures these figures and writes this file. \`npm run bench -- NAME\` measures one part and replaces that
part only. Each figure compares two sides in one run, because times of different machines or days cannot be compared.
A limit is the figure that Doordesk wants to hold. Nothing fails when one is missed.
`;

/** Replaces older results of these benches; other benches keep theirs. */
export function writeDocument(
  old: string,
  { measured, names }: { measured: readonly Measured[]; names: readonly string[] },
): string {
  const parts = new Map(
    old
      .split(/^(?=## )/m)
      .slice(1)
      .map((part) => [/^## (.*)/.exec(part)?.[1] ?? '', part.trimEnd()]),
  );
  for (const one of measured) parts.set(one.name, writePart(one));
  const all = names.map((name) => parts.get(name)).filter((part) => part !== undefined);
  return `${[intro.trimEnd(), ...all].join('\n\n')}\n`;
}

/** `load`: the load average before the first measurement. */
export function describeMachine({ postgres, load }: { postgres: string; load: number }): string {
  const cores = availableParallelism();
  const busy =
    load > cores / 4 ? `, other work shared the machine (load average ${load.toFixed(1)} before)` : '';
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB of memory`;
  return `${cores} cores (${cpus()[0]?.model.trim()}), ${memory}, Node ${process.versions.node}, PostgreSQL ${postgres}${busy}`;
}

export function showLimit({ hold, unit }: Pick<Figure, 'hold' | 'unit'>): string {
  return 'atMost' in hold ? `≤ ${showValue(hold.atMost, unit)}` : `≥ ${showValue(hold.atLeast, unit)}`;
}

export function showValue(value: number, unit: Figure['unit']): string {
  if (unit === 'ratio') return value.toFixed(2);
  if (unit === 'count') return String(value);
  return unit === 'percent' ? `${value.toFixed(1)} %` : `${Math.round(value)} ${unit}`;
}

function writePart({ name, about, figures, day, machine }: Measured): string {
  const rows = figures.map((figure) =>
    [
      figure.what,
      showValue(figure.value, figure.unit),
      showLimit(figure),
      holds(figure) ? 'holds' : 'misses',
      figure.made,
    ]
      .map((text) => text.replaceAll('|', '\\|').replace(/\s+/g, ' '))
      .join(' | '),
  );
  return [
    `## ${name}`,
    '',
    `${about[0]?.toUpperCase()}${about.slice(1)}.`,
    '',
    `Measured on ${day} by \`npm run bench -- ${name}\`: ${machine}.`,
    '',
    '| figure | measured | limit | | made of |',
    '|---|---|---|---|---|',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}
