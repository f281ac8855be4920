import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import type { RunReport } from './test-reports';

type Thrown = { message?: string; stack?: string };

/**
 * Vitest's reporter for `npm test`: writes counts and failures to the file named in `DOORDESK_UNIT_REPORT`. Unlike
 * Vitest's own JSON report, it includes errors thrown outside of tests.
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
