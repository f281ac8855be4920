/** Whose page asks. */
export const tabHeader = 'x-doordesk-tab';

type Owner = { workspaceId: string; member: { id: string } | null };

/** Whose page a tab shows. */
export function tabOwner({ workspaceId, member }: Owner): string {
  return `${workspaceId} ${member?.id ?? ''}`.trim();
}

/**
 * The request comes from a page of another workspace or person: a sign-in or a switch in another tab changed the session that
 * all tabs share. Programs name no page.
 */
export function isOfOtherTab(scope: Owner, headers: Pick<Headers, 'get'>): boolean {
  const named = headers.get(tabHeader);
  return named !== null && named !== tabOwner(scope);
}
