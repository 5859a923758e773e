"""What faces are measured against: people that norms, rules and conditions were fitted on."""
