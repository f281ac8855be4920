import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { ErrorCode } from '../../errors';

/** The bulk changes there are. */
export type JobKind =
  | 'assign-masters'
  | 'replace-masters'
  | 'remove-masters'
  | 'revoke-shares'
  | 'revoke-doorcodes'
  | 'issue-doorcodes';

/** `waiting`: the session it acted with has ended, or its password is refused; it goes on with the next sign-in. */
export type JobState = 'queued' | 'running' | 'waiting' | 'done' | 'cancelled';

/** A step found `running` that nobody runs was interrupted: its outcome is unknown until it is read back. */
export type StepState = 'pending' | 'running' | 'verified' | 'unverified' | 'failed' | 'unknown' | 'skipped';

/** What all steps of a job have in common. */
export type JobParams = {
  /** The account that becomes room master. */
  master?: string;
  /** The doorcodes' name and window, for the page that shows the job. */
  doorcode?: { name: string; from: string; to: string };
};

/** What one step is about, with the names it had when it was asked for: the page shows them when the thing is gone. */
export type StepTarget = {
  gid: string;
  channel: number;
  roomKey: string;
  building: string;
  unit: string;
  /** Name of the door. */
  door: string;
  /** The sub-master of a share, or the room master that was seen when the removal was asked for. */
  account?: string;
  /** Row of `doorcode`, for a revocation. */
  doorcodeId?: string;
  codeName?: string;
  /** Row of `doorcode_request`, for an issue. */
  requestId?: string;
};

/** One bulk change. Its steps say what it does; the row says who asked, through which account, and how far it is. */
export type JobTable = {
  id: Generated<string>;
  workspace_id: string;
  kind: JobKind;
  state: JobState;
  params: JSONColumnType<JobParams>;
  actor: string;
  account: string;
  role: string;
  /** The session whose sealed password the job acts with; it may be another one after "sign in to go on". */
  session_id: string;
  /** The job whose failed steps this one repeats. */
  retry_of: string | null;
  /** From the browser, so that a form sent twice makes one job. */
  request_key: string;
  /** The running process's token: a step is claimed only by who holds it. */
  runner: string | null;
  /** Why it waits. */
  wait_code: ErrorCode | null;
  cancel_asked_at: Date | null;
  created_at: Generated<Date>;
  started_at: Date | null;
  finished_at: Date | null;
};

export type JobStepTable = {
  job_id: string;
  position: number;
  target: JSONColumnType<StepTarget>;
  state: StepState;
  code: ErrorCode | null;
  already: ColumnType<boolean, boolean | undefined, boolean>;
  found: string | null;
  /** The audit entry that announced it; the outcome's entry refers to it, also after a crash. */
  intent_seq: number | null;
  tried_at: Date | null;
  /** The job that tries it again. There is at most one. */
  retried_by: ColumnType<string | null, string | null | undefined, string | null>;
  read_at: Date | null;
};

export type DoorcodeRequestState = 'asked' | 'sending' | 'confirming' | 'confirmed' | 'failed' | 'unknown';

/** One 10004: what was asked, and what is known of it. It becomes a doorcode when 10015 shows it. */
export type DoorcodeRequestTable = {
  id: Generated<string>;
  workspace_id: string;
  /** All requests of one submitted form, with their retries; made by the browser, so that sending it twice asks once. */
  batch: string;
  gid: string;
  channel: number;
  name: string;
  lock_ids: JSONColumnType<string[]>;
  /** `YYYY-MM-DD HH:MM:SS` on the door's clock. */
  from_wall: string;
  to_wall: string;
  /** The instant the window ends: after it nobody needs the code, and asking for it stops. */
  to_at: Date;
  state: DoorcodeRequestState;
  code: ErrorCode | null;
  picture_url: string | null;
  doorcode_id: string | null;
  /** Identities of the codes that the channel had before, to tell a new one from them; null: could not be read. */
  known_before: JSONColumnType<string[] | null>;
  session_id: string;
  actor: string;
  asked_at: Generated<Date>;
  sent_at: Date | null;
  read_at: Date | null;
  tries: ColumnType<number, number | undefined, number>;
  next_try_at: Date | null;
  /** The request that this one tries again. Each is tried again at most once. */
  retry_of: ColumnType<string | null, string | null | undefined, never>;
  /** Was the code made for more rooms than the one it is kept under? Null: of a version that did not note it. */
  several_rooms: ColumnType<boolean | null, boolean | null | undefined, never>;
};

export type JobTables = {
  job: JobTable;
  job_step: JobStepTable;
  doorcode_request: DoorcodeRequestTable;
};
