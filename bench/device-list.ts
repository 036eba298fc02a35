import { DEVICE_LIST_CONTESTS } from './policy/device-list-contests.js';
import { giveUp, holdContests } from './policy/hold-contests.js';

/** What a page of the device list costs as the fleet grows. */
holdContests('device-list', DEVICE_LIST_CONTESTS, { sizes: '10k,100k,1M', repeats: '5' }).catch(giveUp);
