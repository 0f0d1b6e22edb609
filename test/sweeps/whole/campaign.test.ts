/** 500 runs of each example. */
import '../../whole/campaign.test.ts';
