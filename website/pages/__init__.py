"""Pages made from several apps: home, feeds, sitemap and preview cards."""
