export type Theme = "light" | "dark";

interface Palette {
  readonly page: string;
  readonly emphasis: string;
  readonly text: string;
  readonly subtle: string;
  readonly accent: string;
  readonly attention: string;
  readonly good: string;
  readonly warning: string;
  readonly border: string;
}

const PALETTES: Record<Theme, Palette> = {
  light: {
    page: "#ffffff",
    emphasis: "#f5f5f5",
    text: "#242424",
    subtle: "#616161",
    accent: "#5b5fc7",
    attention: "#c4314b",
    good: "#237b4b",
    warning: "#835c00",
    border: "#d1d1d1",
  },
  dark: {
    page: "#292929",
    emphasis: "#1f1f1f",
    text: "#ffffff",
    subtle: "#c7c7c7",
    accent: "#a6a7dc",
    attention: "#f58a97",
    good: "#92c353",
    warning: "#f8d22a",
    border: "#666666",
  },
};

/** Colours and sizes close to those of Teams, enough to judge structure, wrapping and contrast by. */
export function hostConfig(theme: Theme): object {
  const palette = PALETTES[theme];
  const colour = (shade: string) => ({ default: shade, subtle: shade });
  const foregroundColors = {
    default: { default: palette.text, subtle: palette.subtle },
    dark: colour("#242424"),
    light: colour("#ffffff"),
    accent: colour(palette.accent),
    good: colour(palette.good),
    warning: colour(palette.warning),
    attention: colour(palette.attention),
  };
  const sizes = { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 };
  const weights = { lighter: 300, default: 400, bolder: 600 };
  return {
    supportsInteractivity: true,
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: palette.border },
    fontTypes: {
      default: { fontFamily: "'Segoe UI', 'Noto Sans', sans-serif", fontSizes: sizes, fontWeights: weights },
      monospace: { fontFamily: "Consolas, 'DejaVu Sans Mono', monospace", fontSizes: sizes, fontWeights: weights },
    },
    containerStyles: {
      default: { backgroundColor: palette.page, foregroundColors },
      emphasis: { backgroundColor: palette.emphasis, foregroundColors },
    },
    actions: {
      maxActions: 6,
      spacing: "default",
      buttonSpacing: 8,
      showCard: { actionMode: "inline", inlineTopMargin: 16, style: "emphasis" },
      actionsOrientation: "horizontal",
      actionAlignment: "left",
    },
    adaptiveCard: { allowCustomStyle: false },
  };
}

/**
 * What the renderer leaves to its host: the ground, the shape of buttons, and where words break. Teams breaks a word that is wider
 * than its place (microsoft/AdaptiveCards#6881); the renderer by itself does so for text blocks only.
 */
export function hostStyle(theme: Theme): string {
  const { page, text, border, accent } = PALETTES[theme];
  return `
    body { margin: 0; background: ${page}; overflow-wrap: anywhere; }
    .ac-pushButton { font: 600 12px 'Segoe UI', 'Noto Sans', sans-serif; color: ${text}; background: ${page}; border: 1px solid ${border};
      border-radius: 4px; padding: 5px 12px; min-width: 0; }
    a { color: ${accent}; }
  `;
}
