/** One list of events of the cloud: a whole door's, or with a channel one room's. */
export type ListKey = { workspaceId: string; gid: string; channel: number | null };
