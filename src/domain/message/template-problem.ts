/** Why a template cannot be sent: what Twilio has is not, or no longer, what the tool can send. */
export type TemplateProblem =
  | { readonly code: 'template_not_found'; readonly sid: string }
  | {
      readonly code: 'template_not_text';
      readonly sid: string;
      readonly types: readonly {
        readonly type: string;
        readonly buttons: readonly string[];
      }[];
    }
  | {
      readonly code: 'template_variables_differ';
      readonly sid: string;
      readonly found: readonly string[];
    }
  | { readonly code: 'template_not_approved'; readonly sid: string; readonly state: string };

/** Each code once: one that is missing here does not compile. */
const CODES = {
  template_not_found: true,
  template_not_text: true,
  template_variables_differ: true,
  template_not_approved: true,
} as const satisfies { readonly [code in TemplateProblem['code']]: true };

/** Whether a problem is the template's own, and not one of the way to Twilio. */
export function isTemplateProblem<Problem extends { readonly code: string }>(
  problem: Problem,
): problem is Extract<Problem, { readonly code: TemplateProblem['code'] }> {
  return Object.hasOwn(CODES, problem.code);
}
