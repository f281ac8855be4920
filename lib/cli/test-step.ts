import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectFolder } from '../db/embedded/data-folder';
import type { RunReport } from './test-reports';

export type Step = {
  name: string;
  /** A program of node_modules/.bin, or `node`, and its arguments. */
  command: [string, ...string[]];
  /** Milliseconds after which the step has failed and is ended. */
  limit: number;
  settings?: () => Record<string, string>;
  /** What the step's own report tells of its tests; without it the step counts as one. */
  report?: () => RunReport | null;
};

export type StepResult = RunReport & { name: string; seconds: number; why?: string };

let running: ChildProcess | undefined;

/** Runs a step to its end or its limit; never throws. */
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
      // A group of its own, so that a step that hangs can be ended with all that it has started.
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
  // A run can fail beside its tests: a leak after the last test, nothing found to run.
  return code !== 0 || report.passed === 0 ? { ...report, failed: Math.max(1, report.failed) } : report;
}

/** Ends the step at hand: first asked, then, ten seconds later, by force. */
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
  } catch {
    // Nobody of the group is left.
  }
}
