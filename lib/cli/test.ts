/**
 * `npm test`: every check except the long browser tests; `npm test -- --all`: these too. Later checks run even if one
 * fails. The last line counts passed and failed tests; a check without tests counts as one.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, stripVTControlCharacters } from 'node:util';
import { bringBrowser } from './browser';
import { whenNpmIsGone } from './parents.mjs';
import { readUsage, runProgram } from './run-program';
import { readPlaywrightReport, readUnitReport } from './test-reports';
import { runStep, type Step, type StepResult, stopRunningStep } from './test-step';

const help = `Usage: npm test [-- --all]

Without --all, only those browser tests run that have the tag @journey: one for each capability.`;

const minutes = 60_000;
const reports = mkdtempSync(path.join(tmpdir(), 'doordesk-reports-'));
const unitReport = path.join(reports, 'unit.json');
const browserReport = path.join(reports, 'browser.json');

function browserOrThrow(): string {
  const browser = bringBrowser();
  if (browser) return browser;
  throw new Error('No Chromium could be found or installed: install one (Debian: apt-get install chromium)');
}

function listSteps(all: boolean): Step[] {
  return [
    { name: 'lint', command: ['biome', 'check', '.'], limit: 5 * minutes },
    { name: 'lock file', command: ['node', 'lib/cli/complete-lock.mjs', '--check'], limit: 1 * minutes },
    { name: 'structure', command: ['tsx', 'lib/cli/structure.ts'], limit: 5 * minutes },
    { name: 'unused code', command: ['knip', '--no-progress'], limit: 5 * minutes },
    { name: 'route types', command: ['next', 'typegen'], limit: 5 * minutes },
    { name: 'types', command: ['tsc', '--noEmit'], limit: 10 * minutes },
    {
      name: 'unit and integration tests',
      command: ['vitest', 'run', '--reporter=default', '--reporter=./lib/cli/unit-report.ts'],
      limit: 20 * minutes,
      settings: () => ({ DOORDESK_UNIT_REPORT: unitReport }),
      report: () => readUnitReport(unitReport),
    },
    { name: 'build', command: ['tsx', 'lib/cli/build.ts'], limit: 10 * minutes },
    {
      name: 'browser tests',
      command: ['playwright', 'test', '--reporter=list,json', ...(all ? [] : ['--grep=@journey'])],
      limit: 42 * minutes,
      settings: () => ({ PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport, DOORDESK_BROWSER: browserOrThrow() }),
      report: () => readPlaywrightReport(browserReport),
    },
  ];
}

/** Null: only the help is wanted. */
function readOptions(): { all: boolean } | null {
  const { values } = parseArgs({
    options: { all: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
  });
  return values.help ? null : { all: values.all };
}

async function runAll(steps: Step[]): Promise<StepResult[]> {
  const results: StepResult[] = [];
  for (const step of steps) results.push(await runStep(step));
  return results;
}

function nameFailures(results: StepResult[]): void {
  for (const { name, failures } of results) {
    if (failures.length > 0) console.log(`\nFailed of ${name}:`);
    for (const { name: test, why } of failures) {
      console.log(`  ${test}`);
      for (const line of stripVTControlCharacters(why).split('\n').slice(0, 12))
        console.log(`    ${line.slice(0, 300)}`);
    }
  }
}

function summarise(results: StepResult[]): number {
  nameFailures(results);
  console.log('\nSummary');
  for (const { name, passed, failed, seconds, why } of results) {
    const counts = failed > 0 ? `${passed} passed, ${failed} failed` : `${passed} passed`;
    console.log(
      `  ${failed > 0 ? '✗' : '✓'} ${name.padEnd(28)} ${counts} (${seconds} s)${why ? `: ${why}` : ''}`,
    );
  }
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  const failed = results.reduce((sum, result) => sum + result.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

async function stop(): Promise<void> {
  await stopRunningStep();
  rmSync(reports, { recursive: true, force: true });
  process.exit(130);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
if (process.channel) process.once('disconnect', () => void stop());
else whenNpmIsGone(() => void stop());

await runProgram(async () => {
  try {
    const options = readUsage(help, readOptions);
    if (options) return summarise(await runAll(listSteps(options.all)));
    console.log(help);
    return 0;
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
});
