import type { Config } from 'tailwindcss';

// Colours stay CSS variables (see app/globals.css). Values here would be inlined, and `color-scheme` could no longer
// switch between light and dark.
const token = (name: string) => `var(--${name})`;

const config: Config = {
  content: ['./app/**/*.{ts,tsx}', './components/**/*.{ts,tsx}'],
  theme: {
    colors: {
      transparent: 'transparent',
      current: 'currentColor',
      canvas: token('canvas'),
      surface: token('surface'),
      raised: token('raised'),
      sunken: token('sunken'),
      hover: token('hover'),
      pressed: token('pressed'),
      line: token('line'),
      'line-strong': token('line-strong'),
      ink: token('ink'),
      muted: token('ink-muted'),
      faint: token('ink-faint'),
      accent: token('accent'),
      'accent-hover': token('accent-hover'),
      'on-accent': token('on-accent'),
      'accent-ink': token('accent-ink'),
      'accent-soft': token('accent-soft'),
      good: token('good'),
      'good-soft': token('good-soft'),
      warn: token('warn'),
      'warn-soft': token('warn-soft'),
      bad: token('bad'),
      'bad-soft': token('bad-soft'),
      'bad-solid': token('bad-solid'),
      'bad-solid-hover': token('bad-solid-hover'),
      info: token('info'),
      'info-soft': token('info-soft'),
      backdrop: token('backdrop'),
    },
    fontFamily: {
      sans: 'var(--font-sans)',
      mono: 'var(--font-mono)',
    },
    fontSize: {
      xs: ['0.75rem', '1rem'],
      sm: ['0.8125rem', '1.125rem'],
      base: ['0.875rem', '1.25rem'],
      lg: ['1rem', '1.5rem'],
      xl: ['1.25rem', '1.75rem'],
      '2xl': ['1.625rem', '2rem'],
    },
    extend: {
      boxShadow: {
        raised: 'var(--shadow-raised)',
        button: 'var(--shadow-button)',
      },
      transitionDuration: { DEFAULT: '120ms' },
    },
  },
};

export default config;
