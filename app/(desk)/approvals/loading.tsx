export { PanelsSkeleton as default } from '@/components/ui/page-skeleton';
