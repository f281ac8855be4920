/** Heights without meaning. */
const heights = Array.from(
  { length: 48 },
  (_, bar) => 50 + 25 * Math.sin(bar / 3) + 20 * Math.sin(bar * 2.4),
);

export function HistogramSkeleton() {
  return (
    <svg
      aria-hidden="true"
      viewBox={`0 0 ${heights.length} 100`}
      preserveAspectRatio="none"
      className="block size-full animate-[breathe_1.6s_ease-in-out_infinite] fill-(--pressed)"
    >
      {heights.map((height, bar) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the bars have no identity.
        <rect key={bar} x={bar + 0.08} width={0.84} y={100 - height} height={height} />
      ))}
    </svg>
  );
}
