import type { DemoAccount } from '../simulator/world/demo-people';

type Introduction = {
  address: string;
  controlUrl: string;
  dataFolder: string;
  accounts: readonly DemoAccount[];
};

const roles = { 1: 'manager', 2: 'landlord or room master', 3: 'tenant' };

/** What a person needs to begin: the address and whom to sign in as. */
export function introduceDemo({ address, controlUrl, dataFolder, accounts }: Introduction): void {
  const width = Math.max(...accounts.map(({ account }) => account.length));
  const lines = accounts.map(
    ({ account, password, accountType, story }) =>
      `    ${account.padEnd(width)}  ${password}  ${roles[accountType].padEnd(23)}  ${story}`,
  );
  console.log(`
  Doordesk is ready:  ${address}

  Accounts of the simulated cloud, password and the role to sign in with:
${lines.join('\n')}

  What you do is kept in ${dataFolder}.
  The cloud's faults are switched at ${controlUrl} (npm run simulator -- --help says how).
  Ctrl+C stops all of it.
`);
}
