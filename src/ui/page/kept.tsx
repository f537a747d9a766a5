import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Component, type ReactNode } from 'react';

interface KeptProps {
  children: ReactNode;
}

/**
 * Drawing can fail: an extension or a translator that changes the page makes React throw. This stands between the
 * component that has what a person typed, chose or made and what it draws, so that the component stays and draws it
 * again.
 */
export class Kept extends Component<KeptProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError = () => ({ failed: true });

  override render() {
    return (
      // React takes this element away as a whole, whatever has become of those in it.
      <Box sx={{ display: 'contents' }}>
        {this.state.failed ? (
          <Alert
            role="alert"
            severity="error"
            sx={{ m: 2 }}
            action={
              <Button color="inherit" autoFocus onClick={() => this.setState({ failed: false })}>
                Show it again
              </Button>
            }
          >
            This part of the page could not be drawn. What you typed, chose and made here is kept, as long as
            you do not reload the page. A browser that translates the page, or an extension that changes it,
            can cause this: switch it off for the console.
          </Alert>
        ) : (
          this.props.children
        )}
      </Box>
    );
  }
}
