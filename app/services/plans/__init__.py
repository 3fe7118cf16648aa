"""Plans: from what somebody holds to what they aim at, by the rules that records state."""
