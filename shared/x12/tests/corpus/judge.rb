# What stupidedi says of the files named on standard input: `file<TAB>ok|bad|crash` for each.
require "ostruct"
require "cantor"
require "stupidedi"

editors = Stupidedi::Editor
config = Stupidedi::Config.hipaa
config.editor.register(Stupidedi::Interchanges::FiveOhOne::InterchangeDef) { editors::FiveOhOneEd }
config.editor.register(Stupidedi::Versions::FiftyTen::FunctionalGroupDef) { editors::FiftyTenEd }

# Blank ISA02 and ISA04 are what the guides ask for.
BLANK_SECURITY = /must be present, AN\.empty\[ +I0[24]/

verdict = lambda do |path|
  reader = Stupidedi::Reader.build(File.read(path, :encoding => "ISO-8859-1"))
  parser, = Stupidedi::Parser.build(config).read(reader)
  found = editors::TransmissionEd.new(config, Time.now).critique(parser).results
  found.all? { |finding| finding.inspect =~ BLANK_SECURITY } ? "ok" : "bad"
rescue StandardError, NotImplementedError, SystemStackError
  "crash"
end

$stdout.sync = true
$stdin.each_line(:chomp => true) { |path| puts "#{path}\t#{verdict.call(path)}" }
