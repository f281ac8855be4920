import { z } from 'zod';
import { buildingCapabilities, type Grants, workspaceCapabilities } from '@/lib/db/tables/members';
import { nameField } from '@/lib/text/fields';

const mostBuildings = 1_000;

function chosenOf<const T extends string>(names: readonly T[]) {
  return z
    .array(z.enum(names))
    .max(names.length)
    .transform((given) => names.filter((name) => given.includes(name)));
}

/** In a fixed order, without repetition, and without buildings where nothing is given. */
const grants = z
  .object({
    workspace: chosenOf(workspaceCapabilities),
    everywhere: chosenOf(buildingCapabilities),
    buildings: z
      .array(z.object({ name: z.string().min(1).max(1_000), capabilities: chosenOf(buildingCapabilities) }))
      .max(mostBuildings),
  })
  .transform((given): Grants => {
    const byName = new Map<string, Grants['buildings'][number]>();
    for (const { name, capabilities } of given.buildings) {
      const known = byName.get(name)?.capabilities ?? [];
      const more = capabilities.filter((one) => !given.everywhere.includes(one));
      const both = buildingCapabilities.filter((one) => known.includes(one) || more.includes(one));
      if (both.length > 0) byName.set(name, { name, capabilities: both });
    }
    return { ...given, buildings: [...byName.values()] };
  })
  .refine(
    ({ workspace, everywhere, buildings }) => workspace.length + everywhere.length + buildings.length > 0,
    'nothingGiven',
  );

export const inviteInput = z.object({
  name: nameField(100),
  email: z
    .string()
    .trim()
    .max(254, 'tooLong')
    .transform((text) => text || null)
    .pipe(z.email('badEmail').nullable()),
  grants,
});

export const memberInput = z.object({ id: z.uuid('invalid') });

export const changeInput = z.object({ id: z.uuid('invalid'), grants });

const badAbove = 'members.settings.aboveRange';

export const settingsInput = z
  .object({
    oidcOnly: z.boolean(),
    vendorSignInClosed: z.boolean(),
    secondApproval: z.boolean(),
    approvalAbove: z.number({ error: badAbove }).int(badAbove).min(1, badAbove).max(10_000, badAbove),
  })
  .partial();
