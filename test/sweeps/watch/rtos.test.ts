import { twoTasks } from '../../watch/two-tasks-suite.ts';

twoTasks('W5200');
