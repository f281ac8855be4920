export function Mark({ className }: { className?: string }) {
  return (
    <svg aria-hidden="true" viewBox="0 0 20 20" className={className}>
      <rect width="20" height="20" rx="5" fill="var(--accent)" />
      <path
        d="M6 15.5V5.2c0-.4.3-.7.7-.7h4.1"
        fill="none"
        stroke="white"
        strokeWidth="1.5"
        strokeLinecap="round"
      />
      <path d="m9.2 6.5 4-1.6c.4-.2.8.1.8.5v9.2c0 .4-.4.7-.8.5l-4-1.6Z" fill="white" />
      <circle cx="10.9" cy="10.2" r=".8" fill="var(--accent)" />
    </svg>
  );
}
