import { doctorAnswerProblems } from './doctor-answer';
import { doctorCommandProblems } from './doctor-command';
import { doctorConnectionProblems } from './doctor-connection';

/** What the doctor finds, beside the codes that it shares with the device. */
export const doctorProblems = /* @__PURE__ */ (() => ({
  ...doctorConnectionProblems,
  ...doctorAnswerProblems,
  ...doctorCommandProblems,
}))();
