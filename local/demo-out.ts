import { mkdir, rm, writeFile } from "node:fs/promises";
import type { IAdaptiveCard } from "@microsoft/teams.cards";
import PostalMime from "postal-mime";
import { findChromium } from "./chromium.ts";
import { openBoard } from "./draw.ts";
import { openPageBoard } from "./draw-page.ts";
import type { SavedPage } from "./save-pages.ts";
import type { ReceivedMail } from "./smtp.ts";
import type { TeamsPost } from "./teams.ts";
import { cardText } from "./terminal.ts";

/** Everything the demo sent and what can be downloaded, in a folder of its own. */
export interface DemoOut {
  /** Keeps a card as JSON and prints what it says before anything is unfolded. */
  card(night: string, post: TeamsPost): Promise<void>;
  /** Keeps both parts of a mail, and prints how the plain one begins. */
  mail(night: string, mail: ReceivedMail): Promise<void>;
  /** Pages and exports of the report, a folder for each team that reads it. */
  page(team: string, page: SavedPage): Promise<void>;
  file(team: string, name: string, text: string): Promise<void>;
  /** Cards, mails and the first page of each kind as pictures. False where there is no Chromium. */
  draw(): Promise<boolean>;
}

interface Drawn {
  readonly name: string;
  readonly card?: IAdaptiveCard;
  readonly html?: string;
  readonly widths: readonly (readonly [where: string, width: number])[];
}

const MESSAGE = [
  ["phone", 340],
  ["desktop", 720],
] as const;
const PAGE = [
  ["phone", 360],
  ["desktop", 1280],
] as const;
const THEMES = ["light", "dark"] as const;

export async function openOut(folder: string): Promise<DemoOut> {
  const drawings: Drawn[] = [];
  const drawn = new Set<string>();
  const counts = new Map<string, number>();
  for (const part of ["cards", "mails", "report"]) {
    await rm(`${folder}/${part}`, { recursive: true, force: true });
    await mkdir(`${folder}/${part}`, { recursive: true });
  }
  const numbered = (name: string): string => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name}-${count}`;
  };

  async function draw(): Promise<boolean> {
    if (!findChromium()) return false;
    const [cards, pages] = [await openBoard(), await openPageBoard()];
    try {
      for (const { name, card, html, widths } of drawings) {
        for (const theme of THEMES) {
          for (const [where, width] of widths) {
            const { png } = card ? await cards.draw(card, { width, theme }) : await pages.draw(html ?? "", { width, theme });
            await writeFile(`${folder}/${name}-${where}-${theme}.png`, png);
          }
        }
      }
    } finally {
      await cards.close();
      await pages.close();
    }
    return true;
  }

  return {
    async card(night, { path, body }) {
      const channel = path.split("/")[2] ?? "unknown";
      const name = numbered(`cards/${night}-${channel}`);
      const message = JSON.parse(body) as { readonly attachments: readonly [{ readonly content: IAdaptiveCard }] };
      await writeFile(`${folder}/${name}.json`, `${JSON.stringify(message, null, 2)}\n`);
      drawings.push({ name, card: message.attachments[0].content, widths: MESSAGE });
      print(`Teams channel ${channel}`, cardText(body));
    },
    async mail(night, { to, raw }) {
      const { subject = "", html = "", text = "" } = await PostalMime.parse(raw);
      const name = numbered(`mails/${night}-${(to[0] ?? "unknown").replace(/@.*/, "")}`);
      await writeFile(`${folder}/${name}.eml`, raw);
      await writeFile(`${folder}/${name}.html`, html);
      await writeFile(`${folder}/${name}.txt`, text);
      drawings.push({ name, html, widths: MESSAGE });
      print(`mail to ${to.join(", ")}: ${subject}`, beginning(text, `${folder}/${name}.txt`));
    },
    async page(team, { file, html }) {
      const name = `report/${team}/${file.replace(".html", "")}`;
      await mkdir(`${folder}/report/${team}`, { recursive: true });
      await writeFile(`${folder}/${name}.html`, html);
      if (!/^(index|cluster-1|finding-1)\.html$/.test(file) || drawn.has(file)) return;
      drawn.add(file);
      drawings.push({ name, html, widths: PAGE });
    },
    file: (team, name, text) => writeFile(`${folder}/report/${team}/${name}`, text),
    draw,
  };
}

/** A mail says everything in full, card and details: in a terminal it would bury what comes before. */
const MOST_LINES = 24;

function beginning(text: string, file: string): string {
  const lines = text.split("\n");
  const left = lines.length - MOST_LINES;
  return left <= 0 ? text : [...lines.slice(0, MOST_LINES), `… ${left} more lines in ${file}`].join("\n");
}

function print(title: string, text: string): void {
  console.log(`\n── ${title} ${"─".repeat(Math.max(4, 86 - title.length))}`);
  console.log(text);
  console.log("─".repeat(90), "\n");
}
