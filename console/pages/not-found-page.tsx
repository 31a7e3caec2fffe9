import Box from '@cloudscape-design/components/box';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { Link } from '../shell/navigation';

export function NotFoundPage() {
  return (
    <ContentLayout header={<Header variant="h1">Page not found</Header>}>
      <Box variant="p">
        Go to the <Link to="/">overview</Link> or to the <Link to="/tenants">tenants</Link>.
      </Box>
    </ContentLayout>
  );
}
