import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Role } from '../../doordeer/words';
import type { ErrorCode } from '../../errors';

export const jobKinds = [
  'assign-masters',
  'replace-masters',
  'remove-masters',
  'revoke-shares',
  'revoke-doorcodes',
  'issue-doorcodes',
] as const;
export type JobKind = (typeof jobKinds)[number];

/** `waiting`: its session has ended or its password is refused. It continues after the next sign-in. */
export type JobState = 'queued' | 'running' | 'waiting' | 'done' | 'cancelled';

/** Of jobs that were stopped for good: the vendor sign-in was closed, or the member was removed or lost the right. */
export const stopCodes = ['vendor-closed', 'not-allowed'] as const satisfies readonly ErrorCode[];

/** A `running` step without a process was interrupted: its outcome is unknown until it is read back. */
export type StepState = 'pending' | 'running' | 'verified' | 'unverified' | 'failed' | 'unknown' | 'skipped';

export type JobParams = {
  master?: string;
  doorcode?: { name: string; from: string; to: string };
  /** The account that a person chose for its changes. Absent: by rule. */
  via?: { connectionId: string; account: string };
};

/** One step's target, with its names from when it was requested: the page shows them after the target is gone. */
export type StepTarget = {
  gid: string;
  channel: number;
  roomKey: string;
  building: string;
  unit: string;
  door: string;
  account?: string;
  doorcodeId?: string;
  codeName?: string;
  requestId?: string;
  /** The chosen connection, where its account may make this change. Absent: by rule. */
  via?: string;
};

export type JobTable = {
  id: Generated<string>;
  workspace_id: string;
  kind: JobKind;
  state: JobState;
  params: JSONColumnType<JobParams>;
  actor: string;
  account: string;
  role: Role;
  member_id: ColumnType<string | null, string | null | undefined, never>;
  session_id: string;
  retry_of: string | null;
  /** From the browser: a form that is sent twice makes one job. */
  request_key: string;
  runner: string | null;
  wait_code: ErrorCode | null;
  cancel_asked_at: Date | null;
  /** By a person. Such a job is `running` until its steps under way have ended, then `waiting`. */
  paused: ColumnType<boolean, boolean | undefined, boolean>;
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
  intent_seq: number | null;
  /** That the change goes or went through. Null: it was not sent. */
  connection_id: ColumnType<string | null, string | null | undefined, string | null>;
  tried_at: Date | null;
  retried_by: ColumnType<string | null, string | null | undefined, string | null>;
  read_at: Date | null;
};

export type DoorcodeRequestState = 'asked' | 'sending' | 'confirming' | 'confirmed' | 'failed' | 'unknown';

/** One call 10004 and its state. It becomes a doorcode when 10015 shows it. */
export type DoorcodeRequestTable = {
  id: Generated<string>;
  workspace_id: string;
  /** All requests of one form, with retries. From the browser, so sending it twice asks once. */
  batch: string;
  gid: string;
  channel: number;
  name: string;
  lock_ids: JSONColumnType<string[]>;
  from_wall: string;
  to_wall: string;
  /** The window's end: no more tries after it. */
  to_at: Date;
  state: DoorcodeRequestState;
  code: ErrorCode | null;
  sealed_picture: Buffer | null;
  doorcode_id: string | null;
  /** Through which it is asked for; null: not chosen yet. */
  connection_id: ColumnType<string | null, string | null | undefined, string | null>;
  /** Digests of the codes that the channel had before, to recognise the new one; null: could not be read. */
  known_before: JSONColumnType<string[] | null>;
  member_id: ColumnType<string | null, string | null | undefined, never>;
  session_id: string;
  actor: string;
  asked_at: Generated<Date>;
  sent_at: Date | null;
  read_at: Date | null;
  tries: ColumnType<number, number | undefined, number>;
  next_try_at: Date | null;
  retry_of: ColumnType<string | null, string | null | undefined, never>;
  several_rooms: ColumnType<boolean | null, boolean | null | undefined, never>;
};

/** A `ChangeOutcome` of lib/changes, whose time is a text in JSON. */
export type KeptOutcome = {
  state: 'verified' | 'unverified' | 'failed' | 'unknown';
  code?: ErrorCode;
  readAt?: string;
  already?: true;
  found?: 'there' | 'not-there';
};

/** One change at one door, of one form. Without an outcome it is under way, or was lost if it began long ago. */
export type ChangeRequestTable = {
  workspace_id: string;
  request_key: string;
  gid: string;
  channel: number;
  action: string;
  about: string;
  outcome: ColumnType<KeptOutcome | null, string | null, string | null>;
  begun_at: Date;
};

export type JobTables = {
  change_request: ChangeRequestTable;
  job: JobTable;
  job_step: JobStepTable;
  doorcode_request: DoorcodeRequestTable;
};
