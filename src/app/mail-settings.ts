import type { SettingProblem } from "./setting.ts";

/** Who sends the mails, and how. */
export interface MailSender {
  readonly from: string;
  readonly replyTo?: string;
  readonly via: MailService;
}

export type MailService =
  /** Azure Communication Services, with the app's identity. */
  | { readonly kind: "acs"; readonly endpoint: string }
  /** A relay. Its URL is a secret: it is passed to the channel and nowhere else. */
  | { readonly kind: "smtp"; readonly url: string };

/** A sender, or which settings it wants: a clause that fits behind the name of a route. */
export type MailSettings = { readonly sender: MailSender } | { readonly missing: string };

interface MailValues {
  readonly MAIL_FROM: string | undefined;
  readonly MAIL_REPLY_TO: string | undefined;
  readonly MAIL_ENDPOINT: string | undefined;
  readonly SMTP_URL: string | undefined;
}

const WANTED = {
  from: "MAIL_FROM (the sender, for example advisor@contoso.com)",
  service: "MAIL_ENDPOINT (https://contoso.communication.azure.com) or SMTP_URL (smtp://user:password@host:587)",
};

/** Wrong values are left out before, each with a problem of its own. */
export function readMail(values: MailValues): { readonly mail: MailSettings; readonly problems: readonly SettingProblem[] } {
  const { MAIL_FROM: from, MAIL_REPLY_TO: replyTo, MAIL_ENDPOINT: endpoint, SMTP_URL: url } = values;
  const via = serviceOf(endpoint, url);
  if (from === undefined || via === undefined) {
    const wanted = [...(from === undefined ? [WANTED.from] : []), ...(via === undefined ? [WANTED.service] : [])];
    return { mail: Object.freeze({ missing: `wants ${wanted.join(" and ")}` }), problems: [] };
  }
  const sender = Object.freeze({ from, ...(replyTo === undefined ? {} : { replyTo }), via: Object.freeze(via) });
  const problems =
    endpoint === undefined || url === undefined
      ? []
      : [{ setting: "MAIL_ENDPOINT", text: "is set beside SMTP_URL, which counts; leave one of the two out" }];
  return { mail: Object.freeze({ sender }), problems };
}

function serviceOf(endpoint: string | undefined, url: string | undefined): MailService | undefined {
  if (url !== undefined) return { kind: "smtp", url };
  return endpoint === undefined ? undefined : { kind: "acs", endpoint };
}
