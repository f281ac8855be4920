import { Worker } from 'node:worker_threads';
import type { Visitor } from '../visitor';

export type Downloaded = { firstByteMs: number; tookMs: number; bytes: number };

// A separate thread, so the download does not delay the page measurements.
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const http = require('node:http');
const begun = performance.now();
let firstByteMs = 0;
let bytes = 0;
http.get(workerData.url, { headers: { cookie: workerData.cookie } }, (answer) => {
  if (answer.statusCode !== 200) throw new Error('the export was answered with ' + answer.statusCode);
  answer.on('data', (chunk) => {
    firstByteMs ||= performance.now() - begun;
    bytes += chunk.length;
  });
  answer.on('end', () => parentPort.postMessage({ firstByteMs, bytes, tookMs: performance.now() - begun }));
  answer.on('aborted', () => { throw new Error('the export broke off'); });
});`;

/** Reads an export to the last byte, and keeps nothing of it. */
export function downloadAll(url: string, { cookies }: Visitor): Promise<Downloaded> {
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { eval: true, workerData: { url, cookie } });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
