import { SafeText } from '@/components/ui/safe-text';

/** Each line separately, because a line break is no hidden character here. */
export function SafeLines({ text }: { text: string }) {
  return text.split('\n').map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one text never move.
    <span key={index} className="block min-h-[1lh]">
      <SafeText>{line}</SafeText>
    </span>
  ));
}
