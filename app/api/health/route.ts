/** For a supervisor: this process answers. Says nothing about database or cloud. */
export function GET(): Response {
  return Response.json({ ok: true }, { headers: { 'Cache-Control': 'no-store' } });
}

export const dynamic = 'force-dynamic';
