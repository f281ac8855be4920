import { readFileSync } from 'node:fs';
import { z } from 'zod';

const runReport = z.object({
  passed: z.number(),
  failed: z.number(),
  failures: z.array(z.object({ name: z.string(), why: z.string() })),
});

export type RunReport = z.infer<typeof runReport>;

export function readUnitReport(file: string): RunReport | null {
  return read(file, runReport);
}

const playwrightError = z.object({ message: z.string().optional() });
const spec = z.object({
  title: z.string(),
  tests: z.array(
    z.object({ status: z.string(), results: z.array(z.object({ errors: z.array(playwrightError) })) }),
  ),
});
type Suite = { title: string; specs: z.infer<typeof spec>[]; suites?: Suite[] | undefined };
const suite: z.ZodType<Suite> = z.lazy(() =>
  z.object({ title: z.string(), specs: z.array(spec), suites: z.array(suite).optional() }),
);
const playwrightReport = z.object({
  suites: z.array(suite),
  errors: z.array(playwrightError),
  stats: z.object({ expected: z.number() }),
});

/** A test that passed only in a retry has failed. Null: there is no report. */
export function readPlaywrightReport(file: string): RunReport | null {
  const report = read(file, playwrightReport);
  if (!report) return null;
  const failures = report.errors.map((error) => ({
    name: 'outside of any test',
    why: error.message ?? '',
  }));
  const look = (within: Suite[], above: string[]) => {
    for (const { title, specs, suites } of within) {
      const names = [...above, title];
      for (const one of specs) {
        for (const { status, results } of one.tests) {
          if (status !== 'unexpected' && status !== 'flaky') continue;
          const error = results.flatMap(({ errors }) => errors)[0];
          failures.push({ name: [...names, one.title].join(' › '), why: error?.message ?? '' });
        }
      }
      look(suites ?? [], names);
    }
  };
  look(report.suites, []);
  return { passed: report.stats.expected, failed: failures.length, failures };
}

function read<T>(file: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
