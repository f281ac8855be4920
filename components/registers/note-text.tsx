import { SafeText } from '@/components/ui/safe-text';

/** Each line separately, because a line break is no hidden character here. */
export function NoteText({ children }: { children: string }) {
  return children.split('\n').map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the lines of one text never move.
    <span key={index} className="block min-h-5">
      <SafeText>{line}</SafeText>
    </span>
  ));
}
