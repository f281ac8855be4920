import { lookPauses } from '../changes/retry-rules';

// The simulated cloud counts calls, so a test that waits between two of them proves nothing more.
lookPauses.ms = lookPauses.ms.map(() => 1);
