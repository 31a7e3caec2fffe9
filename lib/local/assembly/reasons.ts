import { ignored } from './coverage';

export const TAGS = ignored('tags are for bills and searches');
export const ACCESS = ignored('permissions are not evaluated here; tests over the templates check them');
export const LOGS = ignored('log lines are shown, not stored');
export const ALARMS = ignored('there are no alarms here');
export const REMARK = ignored('a remark');
