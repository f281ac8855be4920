import { z } from 'zod';
import { currentKeyNumber } from '@/lib/vault';
import { isSignedBy, manifestPublicKey, signText } from './signature';

const facts = z.object({
  kind: z.literal('doordesk-export'),
  version: z.literal(1),
  id: z.string(),
  file: z.string(),
  format: z.enum(['csv', 'xlsx', 'json']),
  count: z.int().min(0),
  bytes: z.int().min(0),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** In words, and as in the address of the events page. */
  filter: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  address: z.string(),
  language: z.string(),
  account: z.string(),
  role: z.string(),
  actor: z.string(),
  /** The file shows the archive at this moment. */
  asOf: z.string(),
  finishedAt: z.string(),
  schedule: z.object({ id: z.string(), due: z.string() }).nullable(),
  /**
   * How many doors the filter concerns, which were not read completely or within a day, which have hidden openings and
   * how many, and the oldest reading. Absent in files of older versions.
   */
  doors: z
    .object({
      doors: z.int().min(0),
      unread: z.array(
        z.object({
          gid: z.string(),
          door: z.string(),
          building: z.string(),
          readAt: z.string().nullable(),
          code: z.string().nullable(),
        }),
      ),
      withheld: z
        .array(z.object({ gid: z.string(), door: z.string(), building: z.string(), count: z.int().min(0) }))
        .optional(),
      oldestReadAt: z.string().nullable(),
    })
    .optional(),
  generatedBy: z.string(),
});
export type ManifestFacts = z.output<typeof facts>;

const manifest = facts.extend({
  signature: z.object({
    algorithm: z.literal('Ed25519'),
    /** Of the vault key. Absent in files of older versions, which had only one. */
    keyNumber: z.int().min(1).optional(),
    publicKey: z.string(),
    value: z.string(),
  }),
});
export type Manifest = z.output<typeof manifest>;

export function signManifest(given: ManifestFacts): string {
  const signature = {
    algorithm: 'Ed25519' as const,
    keyNumber: currentKeyNumber(),
    publicKey: manifestPublicKey(),
    value: signText(canonical(given)),
  };
  return `${JSON.stringify({ ...given, signature } satisfies Manifest, null, 2)}\n`;
}

/** The number of the vault key that signed it, as the manifest says. */
export function keyNumberOf(text: string): number {
  try {
    return manifest.parse(JSON.parse(text)).signature.keyNumber ?? 1;
  } catch {
    return 1;
  }
}

export type ManifestFault = 'unreadable' | 'forged';

/** The manifest's facts, or what is wrong with it. `publicKey`: the key that must have signed it. */
export function readManifest(text: string, publicKey: string): ManifestFacts | ManifestFault {
  let parsed: ReturnType<typeof manifest.safeParse>;
  try {
    // Strict, because the signature does not cover an added line.
    parsed = manifest.strict().safeParse(JSON.parse(text));
  } catch {
    return 'unreadable';
  }
  if (!parsed.success) return 'unreadable';
  const { signature, ...given } = parsed.data;
  const genuine =
    signature.publicKey === publicKey && isSignedBy(publicKey, canonical(given), signature.value);
  return genuine ? given : 'forged';
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`).join(',')}}`;
}
