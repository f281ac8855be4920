import { afterAll, beforeAll } from 'vitest';
import { type Simulator, type SimulatorOptions, startSimulator } from '../simulator/start-simulator';
import { tortureSeed } from '../simulator/world/seed';

const names = [
  'DOORDEER_URL',
  'DOORDEER_RC4_KEY',
  'DOORDEER_COMID',
  'DOORDEER_REQUEST_FIELD',
  'DOORDEER_BASIC_AUTH',
] as const;

/** A cloud for each test file, with its settings. By default small, with hostile names and without arrivals. */
export function useSimulator(options: SimulatorOptions = {}): { simulator(): Simulator } {
  let running: Simulator | undefined;
  const before = new Map<string, string | undefined>();

  beforeAll(async () => {
    running = await startSimulator({ seed: tortureSeed, size: 'small', arrivals: false, ...options });
    const values = [running.url, running.key, running.comid, options.field ?? '', options.basicAuth ?? ''];
    names.forEach((name, index) => {
      before.set(name, process.env[name]);
      process.env[name] = values[index];
    });
  });

  afterAll(async () => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await running?.close();
  });

  return {
    simulator() {
      if (!running) throw new Error('useSimulator: the cloud starts in beforeAll');
      return running;
    },
  };
}
