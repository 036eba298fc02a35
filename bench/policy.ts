import { CONTESTS } from './policy/contests.js';
import { giveUp, holdContests } from './policy/hold-contests.js';

/** What a policy costs as the fleet grows. */
holdContests('policy', CONTESTS, { sizes: '10k,100k,1M', repeats: '5' }).catch(giveUp);
