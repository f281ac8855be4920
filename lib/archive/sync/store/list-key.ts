/** A whole door's list (`channel` is null), or one room's. */
export type ListKey = { workspaceId: string; gid: string; channel: number | null };
