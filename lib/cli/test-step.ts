import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectFolder } from '../db/embedded/project-folder';
import type { RunReport } from './test-reports';

export type Step = {
  name: string;
  command: [string, ...string[]];
  limit: number;
  settings?: () => Record<string, string>;
  /** The step's own report of its tests. Without it, the step counts as one test. */
  report?: () => RunReport | null;
};

export type StepResult = RunReport & { name: string; seconds: number; why?: string };

let running: ChildProcess | undefined;

/** Runs a step to its end or its limit. Never throws. */
export async function runStep(step: Step): Promise<StepResult> {
  console.log(`\n━━ ${step.name} ━━`);
  const begun = Date.now();
  const { code, why } = await execute(step);
  return {
    name: step.name,
    seconds: Math.round((Date.now() - begun) / 1_000),
    ...reportOf(step, code),
    ...(why ? { why } : {}),
  };
}

async function execute(step: Step): Promise<{ code: number; why?: string }> {
  try {
    const [program, ...args] = step.command;
    const bin = path.join(projectFolder, 'node_modules/.bin');
    const child = spawn(program, args, {
      cwd: projectFolder,
      env: { ...process.env, ...step.settings?.(), PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` },
      // A process group of its own, so that a hanging step can be ended with all its children.
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    running = child;
    const ended = new Promise<number>((resolve) => {
      child.once('error', () => resolve(1));
      child.once('exit', (code) => resolve(code ?? 1));
    });
    const late = new AbortController();
    const code = await Promise.race([ended, sleep(step.limit, -1, { signal: late.signal }).catch(() => 1)]);
    late.abort();
    if (code !== -1) return { code };
    await stopRunningStep();
    return { code: 1, why: `ended after ${step.limit / 60_000} minutes` };
  } catch (error) {
    return { code: 1, why: error instanceof Error ? error.message : String(error) };
  } finally {
    running = undefined;
  }
}

function reportOf(step: Step, code: number): RunReport {
  const report = step.report?.() ?? null;
  if (!report) {
    const passed = code === 0 && !step.report;
    return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, failures: [] };
  }
  // A run can fail without a failed test: a leak after the last test, or no tests found.
  return code !== 0 || report.passed === 0 ? { ...report, failed: Math.max(1, report.failed) } : report;
}

/** Asks the step to end, and kills it ten seconds later. */
export async function stopRunningStep(): Promise<void> {
  const child = running;
  if (!child?.pid || child.exitCode !== null) return;
  signalGroup(child.pid, 'SIGTERM');
  for (let waited = 0; waited < 10_000 && isAlive(child); waited += 100) await sleep(100);
  signalGroup(child.pid, 'SIGKILL');
}

function isAlive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {}
}
