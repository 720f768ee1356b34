"""What only a whole export knows: its index of activities, and makers' own account formats."""
