import { type Scope, scopeOfSession } from '../auth/scope';
import { addConnectionAction } from '../connections/actions';
import { loadConnections } from '../connections/data';
import type { Simulator } from '../simulator/start-simulator';
import { confirmed, type SignedIn, signInAs } from './scope';

type DemoName = keyof Simulator['accounts'];
type ConnectedRole = 'manager' | 'landlord';

/** The holder of a vendor account, who connects other accounts to its workspace. */
export function useConnections(simulator: () => Simulator) {
  let owner: SignedIn;
  return {
    owner: () => owner,
    async signIn(name: DemoName, role: ConnectedRole): Promise<void> {
      const { account, password } = simulator().accounts[name];
      owner = await confirmed(await signInAs(account, password, role));
    },
    /** Returns the connection's id. */
    async add(name: DemoName, role: ConnectedRole): Promise<string> {
      const { account, password } = simulator().accounts[name];
      const answer = await owner.as(() => addConnectionAction({ account, password, role }));
      const found = (await loadConnections(owner.scope)).find((one) => one.account === account);
      if (!answer.ok || !found) throw new Error('not connected');
      return found.id;
    },
    async now(): Promise<Scope> {
      const scope = await scopeOfSession(owner.scope.sessionId);
      if (!scope) throw new Error('the session has ended');
      return scope;
    },
  };
}
