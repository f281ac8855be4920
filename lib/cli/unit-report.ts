import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import type { RunReport } from './test-reports';

type Thrown = { message?: string; stack?: string };

/**
 * Vitest's reporter for `npm test`: counts and failures as one file, what was thrown outside of any test included,
 * which Vitest's own JSON report leaves out. The file's path comes as `DOORDESK_UNIT_REPORT`.
 */
export default class UnitReport implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly Thrown[]): void {
    const file = process.env.DOORDESK_UNIT_REPORT;
    if (file) writeFileSync(file, JSON.stringify(reportOf(modules, unhandled)));
  }
}

function reportOf(modules: readonly TestModule[], unhandled: readonly Thrown[]): RunReport {
  const report: RunReport = { passed: 0, failed: 0, failures: [] };
  const fail = (name: string, errors: readonly Thrown[] | undefined) => {
    report.failed += 1;
    report.failures.push({ name, why: errors?.[0]?.message ?? '' });
  };
  for (const module of modules) {
    const file = path.relative(process.cwd(), module.moduleId);
    // A file that does not load has no tests to fail.
    if (module.errors().length > 0) fail(file, module.errors());
    for (const suite of module.children.allSuites()) {
      if (suite.errors().length > 0) fail(`${file} › ${suite.fullName}`, suite.errors());
    }
    for (const test of module.children.allTests()) {
      const { state, errors } = test.result();
      if (state === 'passed') report.passed += 1;
      else if (state !== 'skipped') fail(`${file} › ${test.fullName}`, errors);
    }
  }
  for (const error of unhandled)
    fail('outside of any test', [{ message: error.stack ?? error.message ?? '' }]);
  return report;
}
